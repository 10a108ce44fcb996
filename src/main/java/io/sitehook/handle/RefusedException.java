package io.sitehook.handle;

import java.util.Optional;

/** A unit or one of its handlers can't be used; stays inside this package. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String remedy;
    private boolean nameTaken;

    RefusedException(String what, String remedy) {
        super(what + " " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    RefusedException(String what, String remedy, Throwable cause) {
        super(what + " " + remedy, cause);
        this.what = what;
        this.remedy = remedy;
    }

    /** Marks a refusal that ends when another unit is removed. */
    RefusedException becauseNameIsTaken() {
        nameTaken = true;
        return this;
    }

    HandlerProblem in(String unit) {
        return new HandlerProblem(Printable.of(unit), Optional.empty(), what, remedy, false);
    }

    HandlerProblem in(String unit, String provider) {
        return new HandlerProblem(Printable.of(unit), Optional.of(Printable.of(provider)), what, remedy, nameTaken);
    }
}
