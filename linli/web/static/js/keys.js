// Keys on the screen, for a kiosk without a keyboard. The main button waits for a whole code.
islands.keys = function (el) {
  var field = el.querySelector('input'), go = el.querySelector('.start'), whole = Number(el.dataset.length);
  function look() { go.disabled = field.value.replace(/[\s-]/g, '').length < whole; }
  function tap(event) {
    var key = event.target.closest('[data-key-sign]');
    if (!key) { return; }
    var sign = key.dataset.keySign;
    if (!sign) { field.value = field.value.slice(0, -1); } else if (field.value.length < whole) { field.value += sign; }
    look();
  }
  el.addEventListener('click', tap);
  field.addEventListener('input', function () { field.value = field.value.toUpperCase(); look(); });
  field.value = '';
  look();
};

// A step replaces the page, so that going back finds nothing. Without this the form goes out as usual.
document.addEventListener('submit', async function (event) {
  var form = event.target, button = event.submitter;
  if (form.getAttribute('action') !== '/kiosk' || form.dataset.plain) { return; }
  event.preventDefault();
  if (form.dataset.sent) { return; }
  form.dataset.sent = '1';
  var given = new URLSearchParams(new FormData(form));
  if (button && button.name) { given.append(button.name, button.value); }
  try {
    await ask('/kiosk', { method: 'POST', body: given });
    location.replace('/kiosk');
  } catch (error) {
    delete form.dataset.sent;
  }
});
