package io.sitehook.dispatch;

import java.util.Optional;

/** What a status change from here knows beyond the SPI: the way that it came. */
public interface Forwarded {

    /** The Sitehooks that relayed it, ids separated by commas; empty if it came from SiteCapture itself. */
    Optional<String> hops();
}
