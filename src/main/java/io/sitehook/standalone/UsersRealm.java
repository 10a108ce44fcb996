package io.sitehook.standalone;

import io.sitehook.users.HomeUsers;
import java.security.Principal;
import java.util.List;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.RealmBase;
import org.jspecify.annotations.Nullable;

/** The users in the home, as Tomcat asks for them. */
final class UsersRealm extends RealmBase {
    private final HomeUsers users;

    UsersRealm(HomeUsers users) {
        this.users = users;
    }

    @Override
    public @Nullable Principal authenticate(@Nullable String name, @Nullable String password) {
        if (name == null || password == null) {
            return null;
        }
        return users.authenticate(name, password)
                .map(user ->
                        new GenericPrincipal(user.name(), List.of(user.role().inWebXml())))
                .orElse(null);
    }

    /** There is none: only hashes are kept. */
    @Override
    protected @Nullable String getPassword(String name) {
        return null;
    }

    /** Nobody is let in without a password. */
    @Override
    protected @Nullable Principal getPrincipal(String name) {
        return null;
    }
}
