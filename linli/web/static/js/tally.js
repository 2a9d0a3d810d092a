// Tally form: each row says how many sheets are left, Enter goes on like Tab.
islands.tally = function (form) {
  var sheets = form.querySelector('#sheets');
  function row(el) {
    var said = el.querySelector('output'), sum = 0, some = false;
    el.querySelectorAll('input').forEach(function (input) {
      var found = input.classList.contains('sets') ? input.value.match(/\d+/g) || [] : [input.value.trim()];
      found.forEach(function (one) { if (/^\d+$/.test(one)) { sum += Number(one); some = true; } });
    });
    var left = Number(sheets.value) - sum;
    var over = some && sheets.value !== '' && left < 0;
    said.textContent = !some || sheets.value === '' ? '' : left === 0 ? '✓' : (over ? form.dataset.over : form.dataset.left).replace('{n}', Math.abs(left));
    said.className = over ? 'over' : left === 0 && some ? 'full' : '';
  }
  function all() { form.querySelectorAll('[data-q]').forEach(row); }
  form.addEventListener('input', function (event) {
    var el = event.target.closest('[data-q]');
    if (el) { row(el); } else { all(); }
  });
  form.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || event.target.tagName !== 'INPUT') { return; }
    event.preventDefault();
    var every = Array.from(form.querySelectorAll('input:not([type=hidden]),button'));
    var next = every[every.indexOf(event.target) + 1];
    if (next) { next.focus(); if (next.select) { next.select(); } }
  });
  all();
  var bad = form.querySelector('[aria-invalid]');
  if (bad) { bad.focus(); }
};
