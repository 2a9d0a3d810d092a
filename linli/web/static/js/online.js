// Forms and links that need the network: it is asked for first, so that nothing typed is lost.
async function reachable() {
  if (!navigator.onLine) { return false; }
  try { return (await ask('/healthz', { cache: 'no-store' }, 5000)).ok; } catch (error) { return false; }
}

islands.online = function (form) {
  var told = form.querySelector('.told');
  form.addEventListener('submit', async function (event) {
    if (form.lcGoes) { return; }
    event.preventDefault(); event.stopPropagation();
    if (form.lcAsks) { return; }
    form.lcAsks = true;
    told.textContent = '';
    form.lcGoes = await reachable();
    form.lcAsks = false;
    if (form.lcGoes) { form.requestSubmit(); } else { told.textContent = form.dataset.away; }
  });
  window.addEventListener('pageshow', function () { form.lcGoes = false; });
};

document.addEventListener('click', async function (event) {
  var link = event.target.closest ? event.target.closest('a[data-online]') : null;
  if (!link) { return; }
  event.preventDefault();
  if (await reachable()) { location.href = link.href; } else { link.nextElementSibling.textContent = link.dataset.online; }
});
