// In-app links: Streamlit follows the address as if the visitor had gone back or forward, so the
// page changes without loading the application again. Without a connection it is a usual link.
function connected() {
  var app = document.querySelector('[data-testid="stApp"]');
  return !!app && app.getAttribute('data-test-connection-state') === 'CONNECTED';
}

function go(address) {
  var button = address.charAt(0) === '/' ? null : document.querySelector('.st-key-nav_' + CSS.escape(address) + ' button');
  if (button) { button.click(); return; }
  if (address.charAt(0) !== '/' || address.charAt(1) === '/') { return; }
  if (!connected()) { load(address); return; }
  // At a kiosk nothing may be found by going back.
  var kiosk = document.querySelector('[data-lc="idle"]');
  history[kiosk ? 'replaceState' : 'pushState']({}, '', address);
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  up();
}

// Without the socket a link loads its page anew, if the server answers at all: a browser's own
// error page would take away what is on the screen.
async function load(address) {
  try {
    if ((await ask('/healthz', {}, 4000)).ok) { location.assign(address); return; }
  } catch (error) { /* told below */ }
  tellLost(true);
}

function up() {
  var main = document.querySelector('[data-testid="stMain"]');
  if (main) { main.scrollTo(0, 0); }
  window.scrollTo(0, 0);
}

document.addEventListener('click', function (event) {
  var link = event.target.closest ? event.target.closest('[data-nav]') : null;
  if (!link || event.defaultPrevented || event.button > 0 || event.metaKey || event.ctrlKey || event.shiftKey) { return; }
  event.preventDefault();
  go(link.dataset.nav);
});

// The application's socket: its English box gives way to a line of ours. The quiz goes on
// without the socket and tells of the network itself.
var lost = null, lostSince = 0;

function tellLost(now) {
  if (lost || (!now && document.querySelector('.lc-quiz'))) { return; }
  lost = make('div', 'lc lc-lost', word('lost'));
  lost.setAttribute('role', 'status');
  document.body.appendChild(lost);
}

setInterval(function () {
  if (!document.querySelector('[data-testid="stApp"]')) { return; }
  if (connected()) {
    lostSince = 0;
    if (lost) { lost.remove(); lost = null; }
    return;
  }
  lostSince = lostSince || Date.now();
  if (Date.now() - lostSince > 4000) { tellLost(false); }
}, 1000);

new MutationObserver(function () {
  document.querySelectorAll('[data-testid="stDialog"]').forEach(function (dialog) {
    if (dialog.lcClosed || connected() || dialog.textContent.indexOf('Connection error') < 0) { return; }
    dialog.lcClosed = true;
    dialog.style.display = 'none';
    var close = dialog.querySelector('button[aria-label="Close"]');
    if (close) { close.click(); }
  });
}).observe(document.documentElement, { childList: true, subtree: true });
