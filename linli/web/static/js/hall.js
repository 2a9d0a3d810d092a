// The hall screen: a countdown, and a fresh page every hour.
var HOUR = 3600 * 1000;

islands.until = function (el) {
  var end = Date.parse(el.dataset.at);
  function tick() {
    var left = Math.max(0, Math.round((end - Date.now()) / 60000));
    var text = (left >= 60 ? el.dataset.long : el.dataset.short) || '';
    var shown = text.replace('{h}', Math.floor(left / 60)).replace('{m}', left % 60);
    if (el.textContent !== shown) { el.textContent = shown; }
  }
  tick();
  var timer = setInterval(tick, 1000);
  return function () { clearInterval(timer); };
};

// Only while the server answers: a browser's error page would never come back by itself.
async function renew() {
  try {
    if ((await ask('/healthz')).ok) { location.reload(); return; }
  } catch (error) { /* later */ }
  setTimeout(renew, 60000);
}
setTimeout(renew, HOUR);
