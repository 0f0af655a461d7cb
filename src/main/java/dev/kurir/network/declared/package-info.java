/**
 * Networks that are made of two route files: templates with the credentials as parameters, of which
 * each bot gets its routes. {@code docs/add-a-network.md} is the contract.
 */
@NullMarked
package dev.kurir.network.declared;

import org.jspecify.annotations.NullMarked;
