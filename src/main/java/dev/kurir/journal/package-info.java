/**
 * The journal: a text file per stretch of time in which everything received is safe before it is
 * acknowledged.
 */
@NullMarked
package dev.kurir.journal;

import org.jspecify.annotations.NullMarked;
