package dev.kurir.growth;

/**
 * What is asked.
 *
 * @param day what happens every day
 * @param characters of each text that somebody writes, ASCII, at least 1
 * @param disk what the database may fill
 * @param after so many days after its own a day's messages leave for the archive, at least 1
 */
public record Plan(Day day, int characters, DiskSize disk, int after) {}
