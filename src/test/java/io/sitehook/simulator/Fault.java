package io.sitehook.simulator;

/** What can go wrong with one answer. */
public enum Fault {
    /** Half of the answer, then nothing until the client gives up or {@link Simulator#close()}. */
    SLOW,
    /** Half of the answer, then the connection ends. */
    CUT_OFF,
    /** 429, with {@code Retry-After: 2}. */
    TOO_MANY,
    /** 429, with {@code Retry-After: 600}. */
    TOO_MANY_FOR_LONG,
    /** 503, without a hint when to come again. */
    UNAVAILABLE,
    /** An HTML page that speaks of an error, with status 200. */
    ERROR_PAGE,
    /** The same page, called an image. */
    ERROR_PAGE_AS_IMAGE,
    /** A length that is too short, and as much of the answer as that. */
    SHORT_LENGTH,
    /** A length that is too long. */
    LONG_LENGTH,
    /** 401: the login has run out. */
    EXPIRED_LOGIN,
    /** 302 to a login page. */
    REDIRECT,
    /** 400, whose text repeats all headers that came. */
    ECHO,
    /** 404: not there yet. */
    NOT_FOUND
}
