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
