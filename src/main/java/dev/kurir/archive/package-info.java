/**
 * The archive: moves what is finished and old from the active database to the passive one, finds it
 * there, and brings it back.
 */
@NullMarked
package dev.kurir.archive;

import org.jspecify.annotations.NullMarked;
