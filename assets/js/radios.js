import { Radios as GovukRadios } from 'govuk-frontend/dist/govuk/components/radios/radios.mjs';

// ARIA does not allow aria-expanded on a radio button, and axe says so; what a choice opens
// follows right after it, so nothing is lost without.
export class Radios extends GovukRadios {
  syncConditionalRevealWithInputState($input) {
    super.syncConditionalRevealWithInputState($input);
    $input.removeAttribute('aria-expanded');
  }
}
