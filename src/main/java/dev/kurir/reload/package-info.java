/**
 * The routes as they run: versions of the route files, tried in a context of their own, swapped in
 * while messages flow, and taken back.
 */
@NullMarked
package dev.kurir.reload;

import org.jspecify.annotations.NullMarked;
