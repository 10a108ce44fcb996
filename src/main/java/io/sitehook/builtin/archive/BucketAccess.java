package io.sitehook.builtin.archive;

import java.net.URI;
import java.nio.file.Path;

/**
 * An S3-compatible bucket, addressed by its name in the path.
 *
 * @param endpoint the service's URL, without a slash at its end
 * @param prefix of all keys, empty or with a slash at its end
 * @param temporary where downloads wait for their upload
 */
record BucketAccess(
        URI endpoint, String region, String bucket, String prefix, String accessKey, String secretKey, Path temporary) {

    /** Without the keys. */
    @Override
    public String toString() {
        return bucket + "/" + prefix + " at " + endpoint;
    }
}
