// Everything that all pages need. Loaded in the head, before the first paint: it marks the
// page as scripted at once, so that conditional questions are hidden before anybody sees
// them, and wakes the components when the document is there.
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs';
import { CharacterCount } from 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs';
import { Checkboxes } from 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs';
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs';
import { NotificationBanner } from 'govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs';
import { ServiceNavigation } from 'govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs';
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs';
import { Combobox } from './combobox.js';
import { Radios } from './radios.js';
import { ScrollRegion } from './scroll-region.js';

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  Combobox,
  ScrollRegion,
];

const scripted = ['js-enabled', 'govuk-frontend-supported'];

function wake() {
  document.body.classList.add(...scripted);
  for (const Component of components) {
    for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
      try {
        new Component(element);
      } catch (error) {
        // one broken component must not stop the others
        console.error(error);
      }
    }
  }
}

if ('noModule' in HTMLScriptElement.prototype) {
  document.documentElement.classList.add(...scripted);
  document.addEventListener('DOMContentLoaded', wake);
}
