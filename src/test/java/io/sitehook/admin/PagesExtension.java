package io.sitehook.admin;

import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One browser and one fake API for all tests of the pages; the fake is reset before each. */
final class PagesExtension implements BeforeEachCallback, ParameterResolver {

    /** What a test gets. */
    record Pages(Browser browser, FakeAdminApi api) implements AutoCloseable {
        void open(String route, Browser.Look look) {
            browser.open(api.url() + "#/" + route, look);
        }

        void open(String route) {
            open(route, Browser.Look.LIGHT);
        }

        @Override
        public void close() {
            browser.close();
            api.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Pages pages = pages(context);
        pages.browser().leave();
        pages.api().reset();
        pages.browser().complaints();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pages.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return pages(context);
    }

    private static Pages pages(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(PagesExtension.class))
                .computeIfAbsent(Pages.class, ignored -> start(), Pages.class);
    }

    private static Pages start() {
        try {
            return new Pages(new Browser(), new FakeAdminApi());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
