/** The contract of a network: what each adapter offers and what it may use. */
@NullMarked
package dev.kurir.network;

import org.jspecify.annotations.NullMarked;
