package dev.kurir.community;

/** How somebody is there now, told to a friend of theirs. */
public record PresenceNews(Person person, Presence presence) {}
