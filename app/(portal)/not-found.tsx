export { NotFoundPage as default } from "#components/shell/refused-page";
