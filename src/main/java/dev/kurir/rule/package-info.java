/**
 * Rules as routes: {@code rule:before-mapping}, {@code rule:after-mapping}, {@code
 * rule:before-delivery}.
 */
@NullMarked
package dev.kurir.rule;

import org.jspecify.annotations.NullMarked;
