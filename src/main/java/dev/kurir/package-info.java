/** Where Kurir is put together: main and wiring only. */
@NullMarked
package dev.kurir;

import org.jspecify.annotations.NullMarked;
