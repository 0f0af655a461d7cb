/**
 * How a day of messages grows the database: the originating paper's tables 3 and 4 by its own
 * sizes, beside what this schema takes on a PostgreSQL of its own, and how long a disk lasts.
 */
@NullMarked
package dev.kurir.growth;

import org.jspecify.annotations.NullMarked;
