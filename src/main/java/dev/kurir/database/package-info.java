/** Pools, migrations, named statements and the embedded PostgreSQL. */
@NullMarked
package dev.kurir.database;

import org.jspecify.annotations.NullMarked;
