package dev.kurir.community;

/**
 * What has changed about a group for one person.
 *
 * @param group its name
 * @param what {@code invited}, {@code added}, {@code removed}, {@code role}, {@code renamed} or
 *     {@code dissolved}
 */
public record GroupNews(String group, String what) {}
