/** The commands that an operator types; they speak to the running Kurir over its HTTP API only. */
@NullMarked
package dev.kurir.cli;

import org.jspecify.annotations.NullMarked;
