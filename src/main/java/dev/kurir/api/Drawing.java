package dev.kurir.api;

/**
 * An answer that is no JSON.
 *
 * @param type its media type
 */
record Drawing(String type, String text) {}
