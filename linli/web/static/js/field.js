// The field's page works without this: a form goes out once, language and print size are changed in place.
(function () {
  'use strict';
  document.addEventListener('submit', function (event) {
    var form = event.target, button = event.submitter;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    if (button) { setTimeout(function () { button.textContent = document.documentElement.lang === 'en' ? 'Saving…' : '正在存…'; button.setAttribute('aria-busy', 'true'); }, 400); }
  });
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) { location.reload(); }
  });
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-pref]'), wish = {};
    if (!button) { return; }
    wish[button.dataset.pref] = button.dataset.value;
    fetch('/prefs', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) }).then(function () { location.replace(location.href); });
  });
})();
