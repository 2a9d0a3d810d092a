// A paper sheet typed in: every row is saved as it is left, Enter goes on like Tab, a row number jumps there.
islands.signSheet = function (form) {
  var words = form.dataset, busy = {}, again = {};
  function said(row, text, kind) {
    var out = row.querySelector('output');
    out.textContent = text;
    out.className = kind || '';
  }
  function values(row) {
    var found = { row: row.dataset.row };
    row.querySelectorAll('input').forEach(function (input) { found[input.dataset.part] = input.value; });
    return found;
  }
  async function save(row) {
    var number = row.dataset.row;
    if (busy[number]) { again[number] = true; return; }
    busy[number] = true;
    said(row, words.saving);
    try {
      var answer = await post(words.to, values(row), 10000), told = await answer.json();
      row.querySelectorAll('input').forEach(function (input) { input.removeAttribute('aria-invalid'); });
      if (!answer.ok) { said(row, told.error || words.unsaved, 'bad'); row.dataset.dirty = '1'; }
      else {
        delete row.dataset.dirty;
        said(row, told.note || words.saved, told.note ? 'bad' : 'ok');
        (told.bad || []).forEach(function (part) { row.querySelector('[data-part=' + part + ']').setAttribute('aria-invalid', 'true'); });
      }
    } catch (lost) {
      row.dataset.dirty = '1';
      said(row, words.unsaved, 'bad');
    }
    busy[number] = false;
    if (again[number]) { again[number] = false; save(row); }
  }
  form.addEventListener('input', function (event) {
    var row = event.target.closest('[data-row]');
    if (row) { row.dataset.dirty = '1'; }
  });
  form.addEventListener('change', function (event) {
    var row = event.target.closest('[data-row]');
    if (row) { save(row); }
  });
  form.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || !event.target.closest('[data-row]')) { return; }
    event.preventDefault();
    var every = Array.from(form.querySelectorAll('[data-row] input:not(:disabled)')), next = every[every.indexOf(event.target) + 1];
    if (next) { next.focus(); next.select(); } else { event.target.blur(); }
  });
  // What did not reach the server is sent again while the page is open.
  var timer = setInterval(function () {
    form.querySelectorAll('[data-dirty]').forEach(function (row) { if (!row.contains(document.activeElement)) { save(row); } });
  }, 5000);
  window.addEventListener('online', function () { form.querySelectorAll('[data-dirty]').forEach(save); });
  window.addEventListener('beforeunload', function (event) {
    if (form.querySelector('[data-dirty]') && !form.dataset.sent) { event.preventDefault(); }
  });
  var jump = document.querySelector('.jump input');
  if (jump) {
    jump.addEventListener('keydown', function (event) {
      if (event.key !== 'Enter') { return; }
      event.preventDefault();
      var wanted = jump.value.replace(/[\s-]/g, '').toUpperCase();
      var row = Array.from(form.querySelectorAll('[data-row]')).find(function (one) { return one.dataset.row === wanted || one.dataset.code === wanted; });
      var out = document.querySelector('.jump output');
      out.textContent = row ? '' : words.norow;
      if (!row) { return; }
      jump.value = '';
      var first = row.querySelector('input:not(:disabled)');
      if (first) { first.focus(); first.select(); }
    });
  }
  return function () { clearInterval(timer); };
};
