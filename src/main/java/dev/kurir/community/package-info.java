/**
 * What people are to each other: friends, groups, rooms, presence, footprints, and their logins.
 */
@org.jspecify.annotations.NullMarked
package dev.kurir.community;
