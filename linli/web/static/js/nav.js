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
  if (!connected()) { location.assign(address); return; }
  // At a kiosk nothing may be found by going back.
  var kiosk = document.querySelector('[data-lc="idle"]');
  history[kiosk ? 'replaceState' : 'pushState']({}, '', address);
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  up();
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
