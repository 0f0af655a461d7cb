/** What travels through Kurir: ids, records and sealed outcomes; depends on java.* only. */
@NullMarked
package dev.kurir.message;

import org.jspecify.annotations.NullMarked;
