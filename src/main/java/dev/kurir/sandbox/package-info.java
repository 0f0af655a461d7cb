/** Networks on loopback for the demonstration and the tests. */
@NullMarked
package dev.kurir.sandbox;

import org.jspecify.annotations.NullMarked;
