// Plain pages: a form goes out once, a list is filtered, a ring counts down.
document.addEventListener('submit', function (event) {
  var form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = '1';
  var button = form.querySelector('[type="submit"],button:not([type])');
  setTimeout(function () { if (button) { button.textContent = word('saving'); button.setAttribute('aria-busy', 'true'); } }, 400);
});
window.addEventListener('pageshow', function () {
  document.querySelectorAll('form[data-sent]').forEach(function (form) { delete form.dataset.sent; });
});

islands.filter = function (el) {
  var input = el.querySelector('input');
  if (!input) { return; }
  input.addEventListener('input', function () {
    var wanted = input.value.trim().toLowerCase();
    document.querySelectorAll(el.dataset.rows).forEach(function (row) {
      row.hidden = wanted !== '' && row.textContent.toLowerCase().indexOf(wanted) < 0;
    });
  });
};
