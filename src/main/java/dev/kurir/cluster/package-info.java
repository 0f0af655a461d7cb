/** The servers that work together: who is there, and what they ask and tell each other. */
@NullMarked
package dev.kurir.cluster;

import org.jspecify.annotations.NullMarked;
