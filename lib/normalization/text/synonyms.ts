import { stem } from './stem'

/**
 * Words that mean about the same in any domain, one group a line; several words joined by `_` are a phrase.
 * They add a shared feature and never replace the word: "call off" may learn from "cancel" without becoming it.
 */
const groups = `
cancel call_off scrap abort annul rescind void drop withdraw_from scratch get_out_of back_out
delete remove erase close terminate deactivate get_rid_of wipe eliminate shut_down take_off discard purge
create open register sign_up set_up make start establish enroll join signup
change modify update edit alter amend adjust switch swap replace correct fix revise
track trace locate follow whereabouts where_is eta status progress
refund reimburse rebate restitution compensation money_back repay pay_back give_back
return send_back bring_back exchange give_back
order purchase booking acquisition
buy purchase acquire order get shop
item product article good merchandise
invoice bill receipt
fee charge cost price penalty fine surcharge
money cash fund funds payment
pay settle payment
deliver ship send dispatch mail transport courier
parcel package shipment delivery
arrive come show_up get_here received reach land
receive get obtain
account profile membership
user_name username login
password passcode pin credential
forgot forget lose lost misplace can_not_remember do_not_remember
recover retrieve restore reset regain
stolen steal rob theft thief
broken damaged defective faulty crack not_work broke
problem issue trouble error difficulty fault glitch bug mistake fail failure
complain complaint claim reclamation grievance dissatisfied unhappy
review feedback opinion comment rating evaluation testimonial
contact reach talk speak chat call communicate get_in_touch connect
human person agent representative operator rep someone real_person live_agent advisor
customer_service customer_support support helpline help_desk customer_care
phone telephone mobile cell call
email mail e_mail
subscribe subscription sign_up newsletter mailing_list
unsubscribe opt_out take_off stop_send
newsletter mailing_list bulletin
check see view look show display consult
find locate search look_for get
how_much price cost amount
how_long when time period duration long
when what_time date
where location place spot
option method way mode possibility type kind
policy rule term condition
address location residence
ship_to deliver_to
upgrade switch premium pro platinum gold
allow accept permit support
reject decline deny refuse
block freeze lock suspend disable deactivate
unblock unfreeze unlock activate enable
activate enable turn_on start
stop end quit halt cease
verify confirm validate prove authenticate
identity id identification
transfer send wire remit move
deposit top_up add_money load
withdraw take_out cash_out
balance amount_left how_much_money
card debit credit visa mastercard
atm cash_machine cashpoint
exchange convert conversion rate currency
foreign international abroad overseas
country nation
fast quick soon rapid speed
slow late delay wait pending long
wrong incorrect bad not_right mistaken
duplicate twice double two_time multiple
new another replacement fresh
old previous last former
expire expiry run_out
renew extend
insurance coverage policy plan protection
quote estimate
claim file
loan mortgage borrow lend credit
interest rate apr
car vehicle auto automobile truck
flight plane airline
hotel room lodge
book reserve schedule
appointment meeting reservation
restaurant diner eat
food meal dish cuisine
recipe cook make
weather forecast temperature rain
song music track tune
play listen start
movie film
remind reminder remember
alarm wake
calendar schedule agenda event
list todo
translate say language
define mean definition
spell spelling
joke funny laugh
hi hello hey greeting
bye goodbye
thank thanks appreciate
yes correct sure agree
no nope disagree
big large size
small little size
size dimension measurement
color colour
stock available availability
offer discount coupon promo deal sale voucher promotion
free complimentary gratis
bonus reward point cashback
work job employment
salary pay income wage
tax irs
vacation holiday time_off pto leave
health medical doctor
child kid children
home house
buy_now place_order make_order make_purchase
download app install
website site page web online
report tell notify inform
information detail data info
explain describe tell
increase raise higher more
decrease lower reduce less
limit maximum max
minimum least
enough sufficient
need want require would_like
save store keep set_up add record
pdf file document copy
robot bot machine automatic
help assist assistance aid support
`

const words = new Map<string, number[]>()
const phrases = new Map<string, number[]>()

groups
  .trim()
  .split('\n')
  .forEach((line, group) => {
    for (const entry of line.split(' ')) {
      const parts = entry.split('_').map(stem)
      const table = parts.length === 1 ? words : phrases
      const key = parts.join(' ')
      table.set(key, [...(table.get(key) ?? []), group])
    }
  })

/** The numbers of the meaning groups that a stem belongs to. */
export function groupsOf(stemmed: string): readonly number[] {
  return words.get(stemmed) ?? []
}

/** The same for two or three neighbouring stems joined by spaces. */
export function groupsOfPhrase(stems: string): readonly number[] {
  return phrases.get(stems) ?? []
}
