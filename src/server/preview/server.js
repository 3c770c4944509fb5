import { Api } from '../page-parts/api.js'
import { keyDialog } from '../page-parts/key-dialog.js'

const askForKey = keyDialog(null, (key) => server.setKey(key))

/** Where this page comes from; with the API key of this tab, where the server has keys. */
export const server = new Api(askForKey)
