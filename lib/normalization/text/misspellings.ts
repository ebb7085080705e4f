/**
 * Misspellings that a nearest-word repair would miss or repair wrongly, with what was meant. Domain-neutral:
 * collected from common lists of English spelling mistakes and from the words every support desk hears.
 */
const lines = `
account: acount accout acoount accoutn accont accunt acccount accound
accounts: acounts accouts
address: adress addres adresss addess adrress addresss adddress
addresses: adresses addreses
available: avaliable availible availabe avialable
because: becuase becasue beacuse
before: befor
balance: balence ballance
believe: beleive belive
cancel: cancle cancell canel cancal cacel canecl cansel cancl
canceled: cancled cancelld
cancellation: cancelation canselation cancallation
card: crad
change: chnage chage cahnge chane
charge: chrage charg
check: chekc chek cheque
complaint: complain complaints compaint
company: comapny
credit: creidt
customer: cusotmer custumer costumer
delivery: delivry delivary dilivery delievery deliveri delevery
delivered: deliverd delievered
delete: delet deleet dlete
different: diferent diffrent
does: dose
email: emial e-mail emal eamil
exchange: exhange
find: fidn
friend: freind
have: ahve haev havew hve
help: hlep halp hepl
how: hwo
information: informations infomation informtion
invoice: invoic invioce invoce invocie
invoices: invocies bils
know: kno konw
money: mony moeny
necessary: neccessary
newsletter: newsleter newletter newslettter
not: nto
number: numer nubmer
order: oder orde ordr oorder ordre orderr oreder
orders: oders
password: pasword passwrod passord pasword passwork
payment: paymet paymnt payement
please: plaese pleae
product: prodcut
profile: profil
purchase: puchase purchse purshase purchas purcahse
receive: recieve recive
received: recieved recived
recover: recove recver
refund: refun refudn reund refound
refunds: refnds
register: registr regster
registration: registation registeration
remove: remov
return: retrun
separate: seperate
service: servce serivce
shipping: shiping shippng
shipment: shipmnt shippment
signup: sigup
subscription: subscripion suscription subcription
subscribe: suscribe subcribe
switch: swich swtich
tell: tel
the: teh hte
tomorrow: tommorow tomorow tommorrow
track: trak trck
transaction: transacton trasaction
transfer: tranfer trasnfer
until: untill
update: updte udpate
user: usr
want: wnat wnt awnt
weather: wether
what: waht
when: wehn
where: wehre were's
with: wiht wih
would: woud wuold
`

const table = new Map<string, string>()
for (const line of lines.trim().split('\n')) {
  const [meant, mistakes = ''] = line.split(':')
  for (const mistake of mistakes.trim().split(' ')) if (meant && mistake) table.set(mistake, meant)
}
// Real words that only look like mistakes must stay themselves.
for (const word of ['dose', 'complain', 'complaints', 'cheque', 'profil', 'bils']) table.delete(word)

export function correctMisspelling(word: string): string {
  return table.get(word) ?? word
}
