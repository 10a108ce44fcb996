package io.sitehook.handle;

import java.util.Optional;

/**
 * Why a jar or one handler in it is not used. All texts are fit for a log: escaped, cut, free of settings' values.
 *
 * @param unit the file name of the jar or folder, or {@code class path}
 * @param provider the class named in the service file, empty if it did not come to that
 * @param what what happened, one or two sentences
 * @param remedy what to do about it, one or two sentences
 * @param nameTaken whether another unit uses the name, so that it may work later
 */
public record HandlerProblem(String unit, Optional<String> provider, String what, String remedy, boolean nameTaken) {

    /** The problem in one line. */
    @Override
    public String toString() {
        return unit + provider.map(name -> ", handler class " + name).orElse("") + ": " + what + " " + remedy;
    }
}
