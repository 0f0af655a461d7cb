/** The command line: each command a class, administration by the running server's API. */
@NullMarked
package dev.kurir.cli;

import org.jspecify.annotations.NullMarked;
