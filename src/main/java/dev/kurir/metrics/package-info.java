/** What Kurir counts about itself, for {@code /observe/metrics}. */
@NullMarked
package dev.kurir.metrics;

import org.jspecify.annotations.NullMarked;
