export { ForbiddenPage as default } from "#components/shell/refused-page";
