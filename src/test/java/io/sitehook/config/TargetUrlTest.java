package io.sitehook.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0177.0.0.1/",
                "http://0x7f.0.0.1/",
                "http://0x7f000001/",
                "http://127.1/",
                "http://127.0.1/",
                "http://017700000001/",
                "http://127.0.0.1./",
                "http://1.2.3.4.5/",
                "http://foo.0x1/",
                "http://256.1.1.1/",
                "http://[fe80::1%25eth0]/",
                "http://user@host/",
                "http://user:secret@host/",
                "http://host/#fragment",
                "http://host:0/",
                "http://host:70000/",
                "ftp://host/",
                "file:///etc/passwd",
                "http:///path",
                "http://under_score/",
                "//host/path",
                "path"
            })
    void urlsThatAreReadInMoreThanOneWayAreRefusedByTheirText(String url) {
        assertThat(TargetUrl.problem(URI.create(url))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/hooks/1?a=b",
                "http://127.0.0.1:8080/x",
                "http://[::1]:8080/x",
                "https://b.example:8443",
                "https://1and1.example/",
                "https://xn--bcher-kva.example/"
            })
    void otherUrlsAreJudgedWhenTheirAddressIsKnown(String url) {
        assertThat(TargetUrl.problem(URI.create(url))).isNull();
    }
}
