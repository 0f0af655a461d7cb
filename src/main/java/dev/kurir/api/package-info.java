/** Administration over HTTP and the health of this process: access to what other rooms know. */
@NullMarked
package dev.kurir.api;

import org.jspecify.annotations.NullMarked;
