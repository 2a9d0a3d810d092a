// Streamlit's fields know no number pad and no capitals: they are told before the keyboard opens.
function keyboard(event) {
  var field = event.target.closest ? event.target.closest('input') : null;
  if (!field) { return; }
  if (field.closest('[class*="st-key-pin"],[class*="st-key-old_pin"],[class*="st-key-new_pin"]')) {
    field.inputMode = 'numeric';
  } else if (field.closest('[class*="st-key-code"],[class*="st-key-slip"],[class*="_slip"]')) {
    field.autocapitalize = 'characters';
    field.spellcheck = false;
  }
}
document.addEventListener('pointerdown', keyboard, true);
document.addEventListener('focusin', keyboard, true);

// Going back from an article shows the answer again that quoted it, not the next question.
document.addEventListener('click', function (event) {
  var link = event.target.closest ? event.target.closest('.lc-quiz a[data-nav^="/law"]') : null;
  var see = link && new URL(link.href).searchParams.get('see');
  if (!see || document.querySelector('[data-lc="idle"]')) { return; }
  var here = new URL(location.href);
  here.searchParams.set('see', see);
  history.replaceState(history.state, '', here);
}, true);
