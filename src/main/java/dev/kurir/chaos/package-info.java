/**
 * Chaos: a Kurir in a process of its own between sandbox networks, with its own PostgreSQL and
 * Prosody, all of which fail by a plan made from a seed, while people write through it; then every
 * message is judged by its id. Nothing depends on it.
 */
@NullMarked
package dev.kurir.chaos;

import org.jspecify.annotations.NullMarked;
