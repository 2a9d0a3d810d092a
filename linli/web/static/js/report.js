// "Something wrong here?": one tap sends the reason; a second one changes nothing on the server.
document.addEventListener('click', async function (event) {
  var button = event.target.closest ? event.target.closest('[data-report]') : null;
  var box = button && button.closest('[data-reports]');
  if (!box || box.dataset.busy) { return; }
  box.dataset.busy = '1';
  button.classList.add('sent');
  var old = box.querySelector('.told');
  if (old) { old.remove(); }
  var said = '';
  try {
    var answer = await post('/api/report', { item: box.dataset.reports, reason: button.dataset.report }, 8000);
    var given = await answer.json();
    if (answer.ok) {
      box.insertAdjacentHTML('beforebegin', given.html);
      var thanks = box.previousElementSibling;
      box.remove();
      thanks.focus({ preventScroll: true });
      return;
    }
    said = given.error || word('fault');
  } catch (error) { said = word('unsent'); }
  delete box.dataset.busy;
  button.classList.remove('sent');
  var note = make('p', 'told', said);
  note.setAttribute('role', 'alert');
  box.appendChild(note);
});
