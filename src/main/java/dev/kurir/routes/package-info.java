/**
 * The rules of route files, which Camel does not check: for the build and for {@code kurir routes
 * check}.
 */
@NullMarked
package dev.kurir.routes;

import org.jspecify.annotations.NullMarked;
