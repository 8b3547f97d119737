import { TextField } from "../ui/text-field.tsx";

type TeamFieldsProps = {
  errorOf: (path: string) => string | undefined;
  values?: { name: string; contactMail: string; contactChat: string };
};

/** What a team says about itself; the same when it is made and when it is changed. */
export function TeamFields({ errorOf, values }: TeamFieldsProps) {
  return (
    <>
      <TextField label="Name" name="name" defaultValue={values?.name} error={errorOf("name")} />
      <TextField
        label="Contact e-mail"
        name="contactMail"
        type="email"
        defaultValue={values?.contactMail}
        error={errorOf("contactMail")}
        optional
      />
      <TextField
        label="Contact chat"
        name="contactChat"
        defaultValue={values?.contactChat}
        error={errorOf("contactChat")}
        hint="A channel or a link, for whoever has a question about your topics."
        optional
      />
    </>
  );
}
