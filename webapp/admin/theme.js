// Runs before the first paint, so that no page flashes in the wrong colours.
(function () {
  try {
    var theme = localStorage.getItem('sitehook.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch (ignored) {
    // Storage is switched off: the system's theme it is.
  }
})();
